import { sql } from 'kysely';

/** In SQL: when today began in London. What was promised for today is late tomorrow. */
export const today = sql`(select date_trunc('day', app.now() at time zone 'Europe/London') at time zone 'Europe/London')`;
