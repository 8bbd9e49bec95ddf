import type { ExpressionBuilder } from 'kysely';
import type { Application, DB } from '../../types';

/** In SQL: the row `a` of `application`, for what is looked up beside it. */
export type ApplicationInSql = ExpressionBuilder<{ a: Application } & DB, 'a'>;
