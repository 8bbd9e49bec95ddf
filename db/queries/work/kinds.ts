import type { Instant } from '../../../src/domain/calendar/calendar';
import { staffRoles } from '../../../src/domain/lives/roles';
import type { Named } from '../named';

/** For whom something can wait. */
export const workReaders = [...staffRoles, 'panel_member'] as const;

/** What waits for staff and for the panel, by what is to be done. */
export const workKinds = [
  'look_into_hold',
  'comment_on_draft',
  'check',
  'go_on_with_answer',
  'decide',
  'decide_appeal',
  'offer_runs_out',
  'read_report',
  'report_overdue',
  'payment_waits_for_cash',
  'payment_to_run',
  'payment_returned',
  'payment_unknown',
  'authorise_run',
  'export_run',
  'mark_run_sent',
  'record_outcomes',
  'authorise_purchase',
  'match_invoice',
  'settle_dispute',
  'look_at_evidence',
  'check_condition',
  'decide_condition',
  'refund_due',
  'read_message',
  'read_pack',
] as const;
export type WorkKind = (typeof workKinds)[number];

/** One thing that waits for somebody of the staff or of the panel. */
export interface WorkItem {
  readonly id: string;
  readonly what: WorkKind;
  readonly subject: { readonly type: 'grant' | 'purchase' | 'payment_run' | 'meeting'; readonly id: string };
  /** The grant's reference, or the run's name. */
  readonly reference: string | null;
  readonly grantId: string | null;
  readonly party: Named | null;
  readonly pot: Named;
  /** Where a meeting is held; null for one online, and for what is no meeting. */
  readonly place: string | null;
  readonly owner: Named | null;
  /** By when it was promised, or since when it waits. */
  readonly dueAt: Instant;
  /** Whether somebody waits for it by then; otherwise it only waits since then. */
  readonly promised: boolean;
  readonly now: Instant;
}

/** Whose work is wanted: one person's, or everybody's; of one pot, or of all that are within reach. */
export interface WorkFilters {
  readonly ownerId?: string | undefined;
  readonly potId?: string | undefined;
}
