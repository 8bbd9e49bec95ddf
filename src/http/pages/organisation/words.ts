/** The texts of the pages about the organisation itself. */
export const organisationPageWords = {
  look: {
    title: 'How your organisation looks',
    lead: 'Groups see your name, colour and logo at the head of each page, on agreements and other papers, and in mails.',
    name: 'Name',
    nameHint: 'As groups know you.',
    colour: 'Colour',
    colourHint: 'As # and six digits or letters, like #1b4f72. Leave it empty for the usual blue.',
    telephone: 'Telephone',
    contactHint:
      'How groups reach you. It is on your public pages, and in your privacy notice. Leave empty what you do not want to say.',
    email: 'Email address',
    address: 'Address',
    save: 'Save',
    logo: 'Logo',
    logoNow: 'This is your logo now.',
    noLogo: 'You have no logo yet. Your name is shown.',
    file: 'A PNG or JPEG picture',
    fileHint: 'It is made small, and shown on white. Your name is read out in its place.',
    sendLogo: 'Show this logo',
    removeLogo: 'Show no logo',
    public: 'See the page that groups see',
  },
  switches: {
    title: 'What is switched on',
    lead: 'Here is what you can do without, and so begin without. Switch on what you want. You can switch it off again.',
    on: 'On',
    off: 'Off',
    without: 'What needs no switch',
    withoutLead:
      'You begin with one fund and one pot. Open a second when you have one: pages then ask which one you mean.',
    each: {
      online_scoring: {
        name: 'Scoring online',
        about: [
          'Panel members give points to each application before they meet. Most panels talk in the room instead, and need no points.',
          'On: each member finds a page for their points, and officers see all points in the pack. Off: nobody gives points any more. Points that were given stay in the pack.',
        ],
        turnOn: 'Switch on scoring online',
        turnOff: 'Switch off scoring online',
      },
    },
  },
  done: {
    switchedOn: 'It is switched on, for everybody in your organisation.',
    switchedOff: 'It is switched off. What was done with it can still be read.',
    saved: 'Saved. It is so on every page from now on.',
    logoRemoved: 'The logo is gone. Your name is shown.',
    logoSaved: 'Saved. Your logo is on every page from now on.',
  },
} as const;
