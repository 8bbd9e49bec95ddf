/** Refusals about the service directory. */
export const directoryRefusals = {
  SERVICE_NEEDS_PROVIDER: 'Only a provider offers services. Choose a provider, or add this organisation as one.',
  SERVICE_UNKNOWN: 'There is no such service in the directory, or it was withdrawn. Look at the list again.',
} as const satisfies Readonly<Record<string, string>>;
