interface MailError {
  readonly code?: unknown;
  readonly responseCode?: unknown;
  readonly command?: unknown;
}

const told = (error: unknown): MailError => (typeof error === 'object' && error !== null ? error : {});

/** What may be kept of an error: a code of ours, of the system or of SMTP; never its words, which quote addresses. */
export function codeOf(error: unknown): string {
  const { code, responseCode } = told(error);
  const smtp = typeof responseCode === 'number' ? ` ${String(responseCode)}` : '';
  return typeof code === 'string' ? `${code}${smtp}` : 'NOT_PUT_TOGETHER';
}

/** Whether the server will never take a mail for this address: a 5xx to RCPT TO (RFC 5321, section 4.2.1). One that refuses the sender may be mended. */
export function isRefusedAddress(error: unknown): boolean {
  const { code, responseCode, command } = told(error);
  return code === 'EENVELOPE' && command === 'RCPT TO' && typeof responseCode === 'number' && responseCode >= 500;
}

const nobodyThere: readonly unknown[] = [
  'ECONNECTION',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ESOCKET',
  'EDNS',
  'EAUTH',
  'ETLS',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
];

/** Whether no mail at all can leave for the moment. */
export const isNobodyThere = (error: unknown): boolean => nobodyThere.includes(told(error).code);
