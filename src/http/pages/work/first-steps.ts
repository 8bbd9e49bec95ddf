import { firstSteps, rolesWanted, type Beginnings, type FirstStep } from '../../../domain/organisation/first-steps';
import type { HeldRole, Role } from '../../../domain/lives/roles';
import { peopleWords } from '../people/words';
import { workWords as words } from './words';

const w = words.firstSteps;
const named = (roles: readonly Role[]): readonly string[] => roles.map((role) => peopleWords.roles[role].toLowerCase());

/** Where each step is done. */
const places: Readonly<Record<FirstStep, (of: Beginnings) => string>> = {
  secondFactor: () => '/account',
  look: () => '/organisation',
  manager: () => '/people',
  people: () => '/people',
  funder: () => '/groups/new?kind=funder',
  fund: () => '/money/new',
  pot: () => '/pots/new',
  rules: ({ potId }) => (potId === null ? '/pots' : `/pots/${potId}/settings`),
  instalment: ({ fundId }) => (fundId === null ? '/money' : `/funds/${fundId}/expect`),
  meeting: () => '/meetings/plan',
};

/** What each step waits for: it cannot be done before that is there. */
const waitsFor = {
  fund: ({ hasFunder }: Beginnings) => !hasFunder,
  pot: ({ fundId }: Beginnings) => fundId === null,
  rules: ({ potId }: Beginnings) => potId === null,
  instalment: ({ fundId, potId }: Beginnings) => fundId === null || potId === null,
  meeting: ({ potId }: Beginnings) => potId === null,
} as const;

const isWaiting = (name: FirstStep, of: Beginnings): boolean =>
  name in waitsFor && waitsFor[name as keyof typeof waitsFor](of);

/** What a new organisation has to do first, as lines of a task list: a link where whoever looks may do it now. Nothing once all is done. */
export function firstStepsView(of: Beginnings | null, roles: readonly HeldRole[]) {
  const steps = of === null ? [] : firstSteps(of, roles);
  if (of === null || steps.length === 0) return undefined;
  return {
    progress: w.progress(steps.filter(({ isDone }) => isDone).length, steps.length),
    items: steps.map(({ name, isDone, isTheirs, by }) => {
      const waits = !isDone && isWaiting(name, of);
      const hint = [
        w.hints[name],
        ...(name === 'people' && !isDone ? [w.missing(named(rolesWanted(of)).join(', '))] : []),
        ...(!isDone && !isTheirs ? [w.whoDoes(named(by).join(w.or))] : []),
      ].join(' ');
      return {
        title: { text: w.steps[name] },
        ...(isDone && name !== 'secondFactor' ? {} : { hint: { text: hint } }),
        ...(isTheirs && !waits ? { href: places[name](of) } : {}),
        status: {
          tag: isDone
            ? { text: w.done, classes: 'gp-tag--done' }
            : waits
              ? { text: w.waits, classes: 'gp-tag--over' }
              : isTheirs
                ? { text: w.yours, classes: 'gp-tag--yours' }
                : { text: w.others, classes: 'gp-tag--other' },
        },
      };
    }),
  };
}
