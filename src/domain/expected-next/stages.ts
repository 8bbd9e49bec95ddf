import { instantInWords } from '../calendar/calendar';
import type { GrantStage } from '../lives/grant-life';
import { activeRows } from './active';
import { atOffer } from './offered';
import { refundDue } from './refund-due';
import { because, both, due, ended, onDay, over, type Row, until } from './row';
import type { GrantStanding } from './standing';

const waitsForAnswer = (grant: GrantStanding): Row => {
  const by = due(grant, 'answer');
  const paused = grant.pausedSince === null ? '' : `; our clock has stood still since ${onDay(grant.pausedSince)}`;
  return {
    status: 'question_open',
    what: 'Answer our question',
    of: 'group',
    by,
    why: { group: `We have asked you a question.${until(by, 'Answer by')}`, staff: `Waiting for the group${paused}.` },
  };
};

const toCheck = (grant: GrantStanding, status: 'submitted' | 'checking'): Row => {
  const by = due(grant, 'check');
  const on = grant.submittedAt === null ? undefined : onDay(grant.submittedAt);
  const waits = on === undefined ? 'Nobody has begun to check it.' : `Sent on ${on}, and nobody has begun to check it.`;
  return {
    status,
    what: 'Check the application',
    of: 'officer',
    by,
    why: {
      group: `${on === undefined ? '' : `Sent on ${on}.`}${until(by, 'We check it by')}`,
      staff: status === 'submitted' ? waits : 'It is being checked.',
    },
  };
};

/** What is expected of a grant, by its stage. */
export const atStage: Readonly<Record<GrantStage, (grant: GrantStanding) => Row>> = {
  draft: (grant) => {
    const by = grant.closesAt ?? due(grant, 'draft');
    // A pot that takes applications at any time has no last day: its drafts are only kept for a while.
    const lasts = until(by, grant.closesAt === null ? 'We keep it until' : 'Send it by');
    if (grant.feedbackBy != null) {
      return {
        status: 'draft',
        what: 'Comment on the draft',
        of: 'officer',
        by: grant.feedbackBy,
        why: {
          group: `Not sent yet. We read your draft, and comment on it by ${instantInWords(grant.feedbackBy)}.${lasts}`,
          staff: 'Shared with us before it is sent.',
        },
      };
    }
    return {
      status: 'draft',
      what: 'Send the application',
      of: 'group',
      by,
      why: both(`Not sent yet.${lasts}`),
    };
  },
  submitted: (grant) => (grant.questionOpen ? waitsForAnswer(grant) : toCheck(grant, 'submitted')),
  checking: (grant) => (grant.questionOpen ? waitsForAnswer(grant) : toCheck(grant, 'checking')),
  assessing: (grant) => {
    if (grant.questionOpen) return waitsForAnswer(grant);
    const by = due(grant, 'decision');
    const meets = grant.meetsAt === null ? '.' : `, which meets at ${instantInWords(grant.meetsAt)}.`;
    const row = { status: 'with_panel', of: 'panel', by } as const;
    // When it meets, and by when it decides, are two dates: whoever waits is told which is which.
    const group = `With the panel${meets}${until(by, 'It decides by')}`;
    const staff = `With the panel${meets}`;
    if (grant.appealed !== true) return { ...row, what: 'Decide', why: { group, staff } };
    return {
      ...row,
      what: 'Decide on the appeal',
      why: {
        group: `You asked us to look again. Other people than before do so. ${group}`,
        staff: `The group asked us to look again at a refusal, and others than before decide. ${staff}`,
      },
    };
  },
  not_yet: ({ reason }) => ({
    status: 'not_yet',
    what: 'Apply again, with our help',
    of: 'group',
    why: { group: `Not yet: we will help you. ${reason ?? ''}`, staff: `Not yet${because(reason)}` },
  }),
  refused: (grant) => {
    const by = due(grant, 'appeal');
    const said = grant.reason === null ? '' : ` ${ended(grant.reason)}`;
    return {
      status: 'refused',
      what: 'Nothing more',
      of: 'nobody',
      by,
      why: {
        group: `Not this time.${said}${until(by, 'You can ask us to look again until')}`,
        staff: `Refused${grant.reason === null ? '.' : `:${said}`}${until(by, 'The group can ask us to look again until')}`,
      },
    };
  },
  ineligible: ({ reason }) =>
    over('ineligible', { group: `We cannot fund this${because(reason)}`, staff: `Ineligible${because(reason)}` }),
  withdrawn: ({ since }) =>
    over('withdrawn', {
      group: `You withdrew it on ${onDay(since)}.`,
      staff: `The group withdrew it on ${onDay(since)}.`,
    }),
  expired: ({ since }) =>
    over('expired', both(`The draft was not touched for too long, and ended on ${onDay(since)}.`)),
  declined: ({ since }) =>
    over('declined', { group: `You said no on ${onDay(since)}.`, staff: `The group said no on ${onDay(since)}.` }),
  lapsed: ({ since }) => over('lapsed', both(`The offer ran out on ${onDay(since)}.`)),
  offered: atOffer,
  active: (grant) => {
    const rows = activeRows.flatMap((row) => row(grant) ?? []);
    const [first = over('running', both('Running.'))] = rows;
    const late = rows.find(({ status }) => status === 'report_overdue');
    if (late === undefined || late === first || first.of === 'group') return first;
    // What is overdue of the group is not hidden behind what others do meanwhile: both are said.
    return {
      ...late,
      why: { group: `${late.why.group} ${first.why.group}`, staff: `${late.why.staff} ${first.why.staff}` },
    };
  },
  closing: (grant) => {
    const by = due(grant, 'close');
    const closes = until(by, 'It closes by itself at');
    return (
      refundDue(grant) ?? {
        status: 'closing',
        what: 'Close the grant',
        of: 'nobody',
        by,
        why: both(closes === '' ? 'All is settled; it closes by itself.' : `All is settled.${closes}`),
      }
    );
  },
  closed: () => over('closed', both('Finished.')),
  terminated: (grant) =>
    refundDue(grant) ?? over('terminated', both(`Ended on ${onDay(grant.since)}${because(grant.reason)}`)),
};
