import { type Connection, isGrpcServiceError } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

/** Custom search attributes of a namespace: by name, of which type. They are stored unencrypted, so they hold nothing about people. */
export type SearchAttributes = Readonly<Record<string, 'Keyword'>>;

/** What Grantpot's workflows set. */
export const GRANTPOT_SEARCH_ATTRIBUTES: SearchAttributes = { GrantpotStatus: 'Keyword' };

/** gRPC's code for what exists already. */
const ALREADY_EXISTS = 6;

/**
 * Registers the search attributes that a namespace lacks. What is there already is left alone, and others may register them at the same time.
 *
 * @throws a gRPC error when the namespace does not exist or the server cannot be reached
 */
export async function registerSearchAttributes(
  connection: Connection,
  namespace: string,
  wanted: SearchAttributes,
): Promise<void> {
  const present = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.keys(wanted).filter((name) => !(name in present.customAttributes));
  if (missing.length === 0) return;
  const keyword = temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
  try {
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map((name) => [name, keyword])),
    });
  } catch (error) {
    const there =
      isGrpcServiceError(error) && ((error.code as number) === ALREADY_EXISTS || /already exist/i.test(error.details));
    if (!there) throw error;
  }
}
