// Every page works without this: it counts characters, opens the menu on a phone, and keeps a button from being pressed twice.
import { initAll } from './govuk-frontend.min.js';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
initAll();
