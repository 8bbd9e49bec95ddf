/** The fields that bodies are built from. */
import { z } from 'zod';
import { calendarDate, instant } from '../../domain/calendar/calendar';
import { pence } from '../../domain/money/money';

/** The id of something that exists. */
export const id = z.uuid().toLowerCase().meta({ example: '0199d3a0-5c1e-7000-8000-00000000a001' });

/** A name of a person or thing, on one line. */
export const name = z.string().trim().min(1).max(200);

/** Some sentences, such as a reason; kept apart from the record. */
export const words = z.string().trim().min(1).max(4_000);

/** Within lifetimes; further away is a slip, and the year 0 is none that Postgres knows. */
const isNear = (text: string): boolean => text >= '1900' && text < '2200';

/** A day, `YYYY-MM-DD`, in London; from 1900 to 2199. */
export const day = z.iso.date().refine(isNear).transform(calendarDate);

/** An instant in UTC, ISO 8601 with `Z`; from 1900 to 2199. */
export const moment = z.iso.datetime().refine(isNear).transform(instant);

/** The largest sum that anybody here moves at once: £100 million. */
const largest = 10_000_000_000;

/** A sum over nothing, in whole pence. */
export const penceOverZero = z.int().min(1).max(largest).transform(pence);

/** A sum, possibly nothing, in whole pence. */
export const penceOrZero = z.int().min(0).max(largest).transform(pence);

/** The body of a command that says all by its name. */
export const nothing: z.ZodType<Readonly<Record<string, never>>> = z.strictObject({});
