// Every page works without this: it counts characters, opens the menu on a phone, and keeps a button from being pressed twice.
import { initAll } from './govuk-frontend.min.js';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
initAll();

// A file that is too large is said to be before it is sent, and whoever sends one is told that it takes a while.
for (const box of document.querySelectorAll('input[type=file][data-largest]')) {
  const group = box.closest('.govuk-form-group');
  const said = document.createElement('p');
  said.setAttribute('role', 'alert');
  said.id = `${box.id}-size`;
  box.before(said);
  const isTooLarge = () => [...box.files].some(({ size }) => size > Number(box.dataset.largest));
  const say = (words, isError) => {
    said.textContent = words;
    said.className = isError ? 'govuk-error-message' : 'govuk-hint';
    group.classList.toggle('govuk-form-group--error', isError);
  };
  box.addEventListener('change', () => say(isTooLarge() ? box.dataset.tooLarge : '', isTooLarge()));
  box.form.addEventListener('submit', (event) => {
    if (box.files.length === 0) return;
    if (!isTooLarge()) return say(box.dataset.sending, false);
    event.preventDefault();
    say(box.dataset.tooLarge, true);
    box.focus();
  });
}

// What is being worked on: the page goes on once it would show something else. It is not drawn anew before, so that nobody loses their place in it.
const follows = document.querySelector('[data-look-again]');
if (follows !== null) {
  const look = async () => {
    const answer = await fetch(location.href, { redirect: 'manual' }).catch(() => undefined);
    const isWaiting = answer === undefined || (answer.ok && (await answer.text()).includes('data-look-again'));
    if (isWaiting) setTimeout(look, Number(follows.dataset.lookAgain) * 1_000);
    else location.reload();
  };
  follows.hidden = false;
  setTimeout(look, Number(follows.dataset.lookAgain) * 1_000);
}
