/** Refusals about uploaded files. */
export const fileRefusals = {
  // The file itself
  FILE_MISSING: 'No file came with this. Choose a file, then send it.',
  FILE_EMPTY: 'This file is empty. Check that it opens on your own device, then choose it again.',
  FILE_TOO_LARGE:
    'This file is over {limitMegabytes} MB. Send a smaller one: take the photo smaller, or save the document with smaller pictures.',
  FILE_TYPE_NOT_TAKEN:
    'We cannot take this kind of file. Send a PDF, a Word or Excel file (docx or xlsx), or a photo as JPEG or PNG. Its name does not matter: we look at what is in it.',
  FILE_TYPE_OLD:
    'This is a Word or Excel file of the old kind, or one with a password. Open it, take the password off, save it as docx, xlsx or PDF, and send that.',
  FILE_IS_HEIC:
    'This photo is in a form that only some phones and computers can open (HEIC). Save or send it as JPEG: on an iPhone, choose Settings, Camera, Formats, Most Compatible.',
  FILE_DAMAGED:
    'This file cannot be read: it is cut off or damaged. Check that it opens on your own device, then send it again.',
  FILE_OF_TWO_KINDS:
    'This file is of two kinds at once, which no ordinary program makes. Open it, save it anew as PDF, and send that.',
  FILE_HAS_MACROS:
    'This file has macros in it, which are small programs, so we cannot take it. Save it without macros, as docx, xlsx or PDF, and send that.',
  FILE_HAS_PROGRAM:
    'This file has a program, or another file, inside it, so we cannot take it. Print it to PDF, and send that.',
  FILE_UNPACKS_TOO_LARGE:
    'This file is far larger than it looks once it is unpacked, so we cannot take it. Save it anew as PDF, and send that.',
  IMAGE_TOO_LARGE:
    'This picture has too many points for us to open: more than {limitMegapixels} million. Save it smaller, and send that.',
  FILE_HAS_VIRUS:
    'Our virus check found something harmful in this file, so it was not kept. Check your device, then send a clean copy.',
  FILE_SCAN_UNAVAILABLE:
    'Our virus check does not answer at the moment, so the file was not kept. Please try again in a few minutes.',

  // What it belongs to
  FILES_TOO_MANY:
    'There are {limit} files here already, and there is room for no more. Take one away first, or put several pages into one PDF.',
  FILE_NOT_WANTED_NOW:
    'Files of this kind cannot be added now: it is not the time for them, or what they were for is settled. Look at what comes next.',
  FILE_OF_ANOTHER: 'Somebody else added this file, and only they can take it away. Ask them, if it is wrong.',
  FILE_RELIED_UPON:
    'This file cannot be taken away any more, because somebody has relied on it. Ask the grants officer if it was wrong.',
  FILE_ABOUT_MISSING:
    'You have not said what this file is about. Say which question, condition or check it belongs to.',
  FILE_ABOUT_UNKNOWN: 'There is no such question, condition or check here. Choose one from the list.',
  FILE_ABOUT_UNWANTED: 'A file of this kind belongs to the whole grant. Leave out what it is about.',
  FILE_PEOPLE_NOT_SAID: 'You have not said whether people can be recognised in this photo. Choose one of the answers.',
  FILE_PEOPLE_UNWANTED: 'Only a photo needs the agreement of the people in it. Leave this out.',
  FILE_CONSENT_MISSING:
    'Somebody can be recognised in this photo who has not agreed to it, so we cannot keep it. Ask them, or their parent if they are a child, or send another photo.',
} as const satisfies Readonly<Record<string, string>>;
