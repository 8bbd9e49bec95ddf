import type { Asker } from '../../../../db/queries/asker';
import { meetingLife } from '../../../domain/lives/clockless-lives';
import type { Role } from '../../../domain/lives/roles';

/** Who plans and records meetings, by the table of their life. */
export const minuteTakers: readonly Role[] = meetingLife.recordAttendance.by;

/** Whether somebody plans and records meetings, of whichever pot. */
export const isMinuteTaker = ({ roles }: Asker): boolean => roles.some(({ name }) => minuteTakers.includes(name));
