import type { Switch } from '../../domain/organisation/switches';
import { defineCommand } from '../apply/definition';
import { wholeOrganisationRefusal } from '../people/whole-organisation';
import { lookChangers } from './keep-logo';

/** Something that is off until an organisation wants it. */
export interface ChangeSwitchBody {
  readonly switch: Switch;
  /** Whether it is to be on. */
  readonly on: boolean;
}

/** Switches something on for the whole organisation, or off again; what was done with it stays to be read. @refusal NOT_FOR_ONE_POT */
export const changeSwitch = defineCommand<ChangeSwitchBody, 'organisation'>('organisation', 'changeSwitch', (c) => {
  const { switch: changed, on } = c.body;
  const others = c.row.switched_on.filter((one) => one !== changed);
  return Promise.resolve(
    wholeOrganisationRefusal(c.roles, ...lookChangers) ?? {
      set: { switched_on: on ? [...others, changed] : others },
      event: {
        before: { switch: changed, on: c.row.switched_on.includes(changed) },
        after: { switch: changed, on },
        audience: 'staff' as const,
      },
    },
  );
});
