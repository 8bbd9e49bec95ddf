import { Command } from 'commander';
import { StartupError } from '../config/startup-error';
import { loadDemonstrationCommand } from './demonstration';
import { verifyLedgerCommand } from './ledger';
import { setUpCommand } from './set-up';

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

const ledger = program.command('ledger').description('the two books');
ledger
  .command('verify')
  .description('re-add every transfer and compare the books with awards, payments, purchases and refunds')
  .action(verifyLedgerCommand);

const demonstration = program.command('demo').description('the demonstration');
demonstration
  .command('load')
  .description('load the demonstration’s organisations, people, pots and grants')
  .action(loadDemonstrationCommand);

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : 'it did not work'}\n`);
  if (!(error instanceof StartupError) && error instanceof Error && error.stack !== undefined)
    process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
