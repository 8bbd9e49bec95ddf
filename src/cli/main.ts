import { Command } from 'commander';
import { StartupError } from '../config/startup-error';
import { backupCommand } from './backup';
import { loadDemonstrationCommand } from './demonstration';
import { showGrantCommand } from './grant';
import { verifyLedgerCommand } from './ledger';
import { listKeysCommand, newKeyCommand, rotateKeysCommand } from './keys';
import { reconcileCommand } from './reconcile';
import { restoreCommand } from './restore';
import { setUpCommand } from './set-up';
import { upgradeCommand } from './upgrade';

/** The operator's commands: `npx grantpot <command>`. */
const program = new Command('grantpot').description(
  'Commands for those who run Grantpot. They act on the data directory of GRANTPOT_DATA_DIR.',
);

program
  .command('setup')
  .description('make the first organisation and its administrator, whose token is printed once')
  .requiredOption('--organisation <name>', 'its full name')
  .requiredOption('--slug <slug>', 'its short name in addresses: small letters, digits, hyphens')
  .requiredOption('--administrator <name>', 'the administrator’s full name')
  .requiredOption('--email <address>', 'the administrator’s email address')
  .option('--database-administrator <url>', 'a login that may make roles and databases: makes them first')
  .action(setUpCommand);

program
  .command('upgrade')
  .description('bring database and Temporal to this version, before worker and web of it start')
  .action(upgradeCommand);

const ledger = program.command('ledger').description('the two books');
ledger
  .command('verify')
  .description('re-add every transfer and compare the books with awards, payments, purchases and refunds')
  .action(verifyLedgerCommand);

program
  .command('reconcile')
  .description(
    'compare runs with rows now, mend what differs, and say what was mended; by itself this happens each minute',
  )
  .action(reconcileCommand);

program
  .command('backup')
  .description('write all that the database holds into one file, while everything runs; the keys are not in it')
  .argument('<file>', 'a new file, such as grantpot-2026-11-22.gpb')
  .action(backupCommand);

program
  .command('restore')
  .description(
    'restore a backup into an empty database, and bring that up to date; every grant goes on with its original deadlines',
  )
  .argument('<file>', 'what grantpot backup wrote, with this version or an earlier one')
  .option('--database-administrator <url>', 'a login that may make roles and databases: makes them first')
  .option('--no-keys', 'restore although the key is lost that opens its bank details and client references')
  .addHelpText(
    'after',
    `
For a Grantpot of npm start or npm run small that is lost:
  1. put the keys.json that was kept beside the backup into a new data directory
  2. start Grantpot on it without demonstration data: GRANTPOT_DATA_DIR=… GRANTPOT_DEMO=false npm start
  3. in another terminal: GRANTPOT_DATA_DIR=… npx grantpot restore <file>
Nothing is written unless the file is whole and the database empty.`,
  )
  .action(restoreCommand);

const grant = program.command('grant').description('one grant');
grant
  .command('show')
  .description(
    'show where a grant is by its record and in Temporal, what it waits for, and its commands; no name, nothing that anybody wrote',
  )
  .argument('<reference>', 'its reference, like CRO-2026-0001, or its id')
  .action(showGrantCommand);

const keys = program
  .command('keys')
  .description('what bank details, client references and workflow histories are encrypted with');
keys
  .command('list')
  .description('say by their ids which keys there are, what each still seals, and when an older one can be taken out')
  .action(listKeysCommand);
keys
  .command('rotate')
  .description('seal anew with the newest key whatever an older one has sealed; given again it goes on where it was')
  .addHelpText(
    'after',
    `
Where the keys are in the data directory (npm start, npm run small) this makes new ones first, and has worker and web start again.
Where they are given by GRANTPOT_FIELD_KEY and GRANTPOT_CODEC_KEY:
  1. put a new key (npx grantpot keys new) BEHIND the present one, with a comma between, and start every worker and web again
  2. put it in FRONT, and start every worker and web again: what is new is now encrypted with it
  3. npx grantpot keys rotate
  4. take the old ones out when npx grantpot keys list says that they can go`,
  )
  .action(rotateKeysCommand);
keys.command('new').description('print a new key').action(newKeyCommand);

const demonstration = program.command('demo').description('the demonstration');
demonstration
  .command('load')
  .description('load the demonstration’s organisations, people, pots and grants')
  .action(loadDemonstrationCommand);

/** Whether a connection could not be opened: Temporal's has a sentence of its own, so it is the database's. */
const isDatabaseAway = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error && 'syscall' in error && error.syscall === 'connect';

program.parseAsync().catch((error: unknown) => {
  if (isDatabaseAway(error)) {
    process.stderr.write(
      `The database does not answer (${error.code}): start it, or correct DATABASE_URL, and try again.\n`,
    );
    process.exitCode = 1;
    return;
  }
  process.stderr.write(`${error instanceof Error ? error.message : 'it did not work'}\n`);
  if (!(error instanceof StartupError) && error instanceof Error && error.stack !== undefined)
    process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
