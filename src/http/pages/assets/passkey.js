// Shows the button of a passkey where the browser has passkeys, asks the browser for one, and sends its answer with the form around it.
import './simplewebauthn.js';

const { browserSupportsWebAuthn, startAuthentication, startRegistration } = globalThis.SimpleWebAuthnBrowser;

for (const place of document.querySelectorAll('[data-passkey]')) {
  if (browserSupportsWebAuthn()) offer(place);
}

function offer(place) {
  const form = place.closest('form');
  const answer = place.querySelector('input');
  const button = place.querySelector('button');
  const failed = place.querySelector('[data-failed]');
  const isNew = place.dataset.passkey === 'add';
  place.querySelector('[data-without]').hidden = true;
  place.querySelector('[data-with]').hidden = false;

  button.addEventListener('click', async () => {
    failed.hidden = true;
    button.disabled = true;
    try {
      const optionsJSON = JSON.parse(place.dataset.options);
      answer.value = JSON.stringify(await (isNew ? startRegistration : startAuthentication)({ optionsJSON }));
      form.submit();
    } catch {
      // Whatever it was, the person has seen the browser say it; here stands what to do now.
      failed.hidden = false;
      button.disabled = false;
    }
  });
  // Enter in the box of its name presses the one button that there is.
  form.addEventListener('submit', (event) => {
    if (!isNew || answer.value !== '') return;
    event.preventDefault();
    button.click();
  });
}
