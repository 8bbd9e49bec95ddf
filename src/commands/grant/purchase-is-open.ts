const over: readonly string[] = ['refused', 'declined', 'paid', 'closed', 'cancelled'];

/** Whether a purchase in this state may still cost the grant money. */
export function purchaseIsOpen(state: string): boolean {
  return !over.includes(state);
}
