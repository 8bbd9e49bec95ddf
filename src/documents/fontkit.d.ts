/** As much of fontkit as is used; it comes without types. */
declare module 'fontkit' {
  /** Opens a font's file; its tables are read as they are needed, and kept. @throws Error for what is no font */
  export function openSync(file: string): object;
}
