import { paperAround, paperToldTo, type PaperAround } from '../../../../../db/queries/grants/paper-acceptance';
import { lookAtAgreementBeside, type Agreement } from '../../../../commands/grant/read-agreement';
import { mayBind } from '../../../../domain/award/signatories';
import { dateInWords, instantInWords } from '../../../../domain/calendar/calendar';
import { isOpenForFiles, mayAddFile } from '../../../../domain/files/files';
import { staffRoles } from '../../../../domain/lives/roles';
import { refuse } from '../../../../domain/refusals/refusal';
import { fileForms } from '../../files/forms';
import { filesView } from '../../files/view';
import { commandForm } from '../../frame/command-form';
import { saying, type Page, type PageContext, type Seen } from '../../frame/page';
import { seenOfGrant, standingOf, type GrantData } from '../grant/data';
import { beyondTheTable } from '../grant/why-not';
import { grantWords } from '../words';
import { grantActionPage } from './action-page';

const w = grantWords.act.onPaper;

type WithPaper = GrantData & PaperAround & { readonly agreement: Agreement | undefined };

/** What has been recorded and still waits for a colleague to look at it. */
const waiting = ({ grant, paper }: WithPaper): PaperAround['paper'] => (grant.stage === 'offered' ? paper : null);

/** Whether whoever looks may keep a scan now. */
const takesScan = ({ grant }: WithPaper, { asker }: Pick<PageContext, 'asker'>): boolean =>
  mayAddFile(
    asker.roles,
    {
      potId: grant.pot.id,
      partyId: grant.party.id,
      providerId: null,
      stage: grant.stage,
      helpedBy: null,
      sharedAt: null,
    },
    'agreement',
  ) &&
  isOpenForFiles('agreement', {
    stage: grant.stage,
    conditionState: null,
    hasOpenQuestion: false,
    reportState: null,
    purchaseState: null,
  });

/** What is signed is what was shown: another text than that is shown first. */
const seenOfAgreement: Seen<WithPaper> = {
  mark: (data) => `${data.agreement?.hash ?? ''} ${seenOfGrant.mark(data)}`,
  since: (data, mark, context) => {
    const [hash, event] = mark.split(' ');
    const { agreement } = data;
    return [...(agreement?.hash === hash ? [] : [w.changed]), ...seenOfGrant.since(data, event ?? '', context)];
  },
};

const recordForm = commandForm<WithPaper>({
  command: 'recordPaperAcceptance',
  fields: ({ scans, maySign }) => ({
    scan: {
      kind: 'choice',
      at: '/fileId',
      label: w.scan,
      missing: w.scanMissing,
      options: scans.map(({ id, name }) => ({ value: id, words: name })),
    },
    who: {
      kind: 'several',
      at: '/signatoryIds',
      label: w.who,
      hint: w.whoHint,
      missing: w.whoMissing,
      options: maySign.map(({ id, name, position }) => ({ value: id, words: w.person(name, position) })),
    },
    on: { kind: 'date', at: '/signedOn', label: w.on, hint: w.onHint },
  }),
  initial: ({ scans }) => (scans.length === 0 ? {} : { fileId: scans.at(-1)?.id }),
  standing: standingOf,
  refusal: (data, context) => beyondTheTable('recordPaperAcceptance', data, context),
  seen: seenOfAgreement,
  body: (body, { agreement }) => ({ ...body, agreementHash: agreement?.hash ?? '' }),
  done: (_done, { params }) => saying(`/grants/${params['id'] ?? ''}/on-paper`, 'paperRecorded'),
});

const confirmForm = commandForm<WithPaper>({
  command: 'confirmPaperAcceptance',
  fields: { seen: { kind: 'tick', at: '/isAsRecorded', label: w.isAsRecorded } },
  standing: standingOf,
  refusal: (data, context) => beyondTheTable('confirmPaperAcceptance', data, context),
  seen: seenOfAgreement,
  body: (body, { paper }) => ({ ...body, paperAcceptanceId: paper?.id }),
  done: (_done, { params }) => saying(`/grants/${params['id'] ?? ''}`, 'paperConfirmed'),
});

const onPaper = grantActionPage<WithPaper>({
  page: 'on-paper',
  for: staffRoles,
  template: 'on-paper.njk',
  more: async ({ grant }, { parts, asker }) => {
    const { db } = parts.reading;
    const kinds = mayBind({ isDrawnDown: grant.award?.drawnDownByPurchases ?? false });
    // That the grant is not kept from whoever looks was asked with it.
    const paper = paperAround(asker.tenantId, grant.id, kinds).compile(db);
    const [agreement, [row]] = await lookAtAgreementBeside(db, asker, grant.id, paper);
    const around = paperToldTo(asker, row);
    return around === undefined ? undefined : { ...around, agreement };
  },
  show: (data, { asker }) => {
    const { grant, paper, agreement, scans, maySign } = data;
    const files = scans.map((scan) => ({ ...scan, people: null }));
    const waits = waiting(data);
    const isOffer = grant.stage === 'offered' && agreement !== undefined;
    return {
      title: w.title,
      lead: isOffer ? w.lead : grant.award?.needsNewBudget === true ? w.newBudget : paper === null ? w.nothing : '',
      steps: isOffer && paper === null ? w.steps : [],
      agreementPdf: isOffer ? `/grants/${grant.id}/agreement.pdf` : undefined,
      paper:
        paper === null
          ? undefined
          : {
              rows: [
                [w.row.signed, paper.signatories.map(({ name }) => name).join(', ')],
                [w.row.on, dateInWords(paper.signedOn)],
                [w.row.recorded, w.by(paper.recordedBy.name, instantInWords(paper.recordedAt))],
                [
                  w.row.confirmed,
                  paper.confirmedBy === null || paper.confirmedAt === null
                    ? w.notConfirmed
                    : w.by(paper.confirmedBy.name, instantInWords(paper.confirmedAt)),
                ],
                [w.row.fingerprint, paper.agreementHash],
              ],
              scan: paper.fileName === null ? undefined : { name: paper.fileName, href: `/files/${paper.fileId}` },
            },
      fingerprint: isOffer ? w.fingerprint(agreement.hash) : undefined,
      files: isOffer ? filesView(files, asker) : [],
      connect: isOffer ? `/groups/${grant.party.id}/connect` : undefined,
      blocks: [
        ...(waits === null ? [] : [{ form: 'confirm', button: w.confirm, will: w.confirmWill(grant.party.name) }]),
        ...(isOffer && scans.length > 0 && maySign.length > 0
          ? [
              {
                form: 'record',
                button: w.record,
                will: w.recordWill,
                ...(waits === null ? {} : { heading: w.again }),
              },
            ]
          : []),
      ],
    };
  },
  forms: {
    confirm: confirmForm,
    record: recordForm,
    ...fileForms<WithPaper>({
      of: ({ grant }) => ({ grantId: grant.id }),
      said: () => ({ purpose: 'agreement' }),
      label: w.addLabel,
      hint: w.addHint,
      refusal: (data, context) => (takesScan(data, context) ? undefined : refuse('FILE_NOT_WANTED_NOW')),
      done: ({ grant }) => `/grants/${grant.id}/on-paper`,
    }),
  },
});

/** An offer that the group accepts on paper. */
export const onPaperPages: readonly Page[] = [onPaper];
