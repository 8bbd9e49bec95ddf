import { readUpgradeEnvironment } from '../config/environment';
import { StartupError } from '../config/startup-error';
import { untilServed } from '../launcher/namespace';
import { GRANTPOT_SEARCH_ATTRIBUTES } from '../launcher/search-attributes';
import { bringDatabaseUp } from './owner';

/** How long Temporal may take to serve the namespace. */
const PATIENCE_MS = 60_000;

/**
 * Brings the database and Temporal's namespace to this version, before worker and web of this version start; those of the version before may still run.
 * Repeated, it changes nothing.
 */
export async function upgradeCommand(): Promise<void> {
  const environment = readUpgradeEnvironment();
  const { temporalAddress, temporalNamespace: namespace } = environment;
  const ran = await bringDatabaseUp(environment.databaseAdministratorUrl, environment);
  process.stdout.write(`The database is at this version; migrations that ran: ${String(ran.length)}.\n`);
  const deadline = Date.now() + PATIENCE_MS;
  await untilServed(temporalAddress, { namespace, searchAttributes: GRANTPOT_SEARCH_ATTRIBUTES }, (refusal) => {
    if (Date.now() < deadline) return;
    throw new StartupError(
      `The Temporal server at ${temporalAddress} does not serve the namespace ${namespace} (${refusal}): start it, or correct TEMPORAL_ADDRESS.`,
    );
  });
  process.stdout.write(`Temporal serves the namespace ${namespace}.\n`);
}
