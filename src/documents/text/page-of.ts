import { say } from './say';
import { pageWords } from './words/pages';

/** The foot of each page of a document: what it is, and which page of how many. */
export function pageOf(what: string): (page: number, pages: number) => string {
  return (page, pages) => say(pageWords.footer, { what, page: String(page), pages: String(pages) });
}
