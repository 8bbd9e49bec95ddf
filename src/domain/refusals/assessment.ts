/** Refusals about drafts, submissions, checks, questions, decisions and appeals. */
export const assessmentRefusals = {
  // Reading
  APPLICATION_WITHHELD:
    'You are connected to this group, helped with its application, or were asked to leave for it. So you cannot read it. If that is wrong, tell the officer.',

  // Drafts and submission
  APPLICANT_CANNOT_APPLY: 'Only a community group or a budget holder’s employer can apply. Choose one of them.',
  FOLLOWS_UNKNOWN:
    'A new application can only follow one of the same group that was told “not yet”. Choose that one, or leave it out.',
  HELPER_NOT_OFFICER:
    'Only a grants officer or fund manager helps to write an application. Choose one, or leave it out.',
  DRAFT_BEING_SUBMITTED:
    'This application is being submitted at this moment, so it cannot be changed. Look at it again in a minute.',
  DRAFT_FEEDBACK_NOT_OFFERED:
    'We do not read drafts for this pot. Send the application when it is ready, or ring us about a question.',
  DRAFT_SHARED_ALREADY: 'We have this draft, and read it. Go on writing meanwhile: we see what you save.',
  DRAFT_NOT_SHARED: 'This draft is not shared, so only its group sees it. Ask the group to share it with you.',
  DRAFT_EMPTY: 'There is nothing in this draft yet. Answer a few questions first, then share it.',
  COMMENTS_MISSING: 'There is no comment yet. Write one beside the answer that it is about.',
  ANSWER_UNKNOWN: 'The application has no such answer. Choose one of those that it has.',
  COMMENT_UNKNOWN: 'There is no such comment on this draft. Choose one from the list.',
  COMMENT_SETTLED: 'This comment is dealt with already. There is nothing more to do.',
  DRAFT_EXPIRED: 'This draft was not touched for too long and is gone. Start a new one.',
  POT_TAKES_NOTHING: 'This pot is closed, so it takes no applications. Ask the fund’s officer about others.',
  ROUND_UNKNOWN: 'This pot has no such round. Choose one of its rounds, or leave it out.',
  NO_ROUND_OPEN:
    'This pot takes applications only while a round is open, and none is. Your draft is kept; submit it when the next round opens.',
  ORGANISATION_TYPE_MISSING: 'You have not said what kind of organisation you are. Choose one from the list.',
  DATE_MISSING: 'You have not said which day. Enter day, month and year.',
  RISK_NOT_ANSWERED: 'You have not said whether children or adults at risk are involved. Answer yes or no.',

  // Assessing
  LEFT_FOR_ITEM:
    'You know this group, and the chair ruled that you leave for its application. So somebody else has to do this. Ask the chair if that is wrong.',

  // Checks
  CHECK_NOT_WANTED: 'This pot does not ask for this check. Choose one from its checklist.',
  CHECK_SEEN_IN_FUTURE: 'The day on which you saw this is still to come. Check the date.',
  CHECK_TOO_OLD:
    'What you saw on that day counts only until {expiresOn}, which has passed. Ask the group for something newer.',
  COMMITTEE_NOT_UNRELATED:
    'On this group’s committee, {needed} people must be known to us who are not related and do not live together. Known so far: {found}. Connect the others to the group, or ask the group who they are.',
  SIGNATORIES_NOT_UNRELATED:
    'For this group’s account, {needed} people must be known to sign who are not related and do not live together. Known so far: {found}. Connect the others to the group, or ask the group who they are.',
  CHECKS_MISSING:
    'These checks have still to be passed: {missing}. Record them first, or ask the group for what is missing.',

  // Questions
  QUESTION_UNKNOWN: 'There is no such question about this application. Look at its questions again.',
  QUESTION_ANSWERED: 'This question has been answered already. Look at its answer.',
  QUESTION_OPEN: 'The group still has a question to answer ({open} open). Wait for the answer, or ring them up.',

  // Confirmations
  SECOND_CONTACT_UNCONFIRMED:
    'The second contact has not confirmed that they are one. Send them the link again, ask the group for somebody else, or say why we can do without.',
  HOST_UNCONFIRMED:
    'The organisation that is to receive the money for this group has not confirmed it. Send the link again, or ask the group for another.',
  APPLICATION_UNCONFIRMED:
    'An officer wrote this application down, and the group has not confirmed it. Send the link again, or ring them up and ask them to open it.',
  CONFIRMATION_UNKNOWN: 'Nothing like this is to be confirmed about this application. Look at the application again.',
  CONFIRMATION_SETTLED: 'This was answered already, or we do without it. Look at the application again.',
  HOST_NOT_SAID:
    'We do not know which organisation you mean. Choose one that we know, or write its name, and not both.',
  HOST_UNKNOWN:
    'We know of no such organisation that receives money for others. Choose one from the list, or write its name.',
  HOST_CONTACT_OF_GROUP:
    'Somebody of the group has this email address. Whoever receives the money confirms it themselves: give the address of somebody of the other organisation.',
  HOST_NOT_NAMED: 'This group has no organisation that receives money for it. There is none to take away.',

  // Messages
  MESSAGE_UNKNOWN: 'There is no such message about this application or grant. Look at its messages again.',

  // Decisions
  MEETING_UNKNOWN: 'There is no such meeting of this pot’s panel. Choose one of its meetings.',
  MEETING_ENDED:
    'This meeting has ended or was called off, so nothing can be decided in it. Choose the next one, or plan it.',
  MEETING_WITHOUT_CHAIR:
    'Nobody is recorded as present and in the chair of this meeting. Record who came and who chaired, then decide.',
  NOT_DELEGATED:
    'One person alone may decide up to {limitPence} in this pot, and this is more. Record it in a meeting of the panel.',
  DECIDED_BEFORE:
    'You decided on this application before, and an appeal is looked at by somebody else. Ask a colleague to decide.',
  APPEAL_NEEDS_OTHERS:
    'This is an appeal, so those who decided before do not count: {counted} of the people present can decide on it and {quorum} are needed. Ask other panel members to join.',
  REFUSAL_FINAL:
    'This refusal is final: it was looked at again already, or the time to ask for that has passed. Ask the fund’s officer about a new application.',
  AWARD_AMOUNT_MISSING: 'You have not said how much is awarded. Enter the sum.',
  AWARD_AMOUNT_UNWANTED: 'Nothing is awarded, so there is no sum. Leave it out, or choose an award.',
  AWARD_NOT_POSITIVE: 'The sum that you award is not more than £0. Enter what the group gets.',
  AWARD_OVER_ASKED: 'The group asked for {askedPence}, and you award more. Award that or less.',
  AWARD_OVER_CEILING: 'A grant from this pot can be at most {ceilingPence}. Award that or less.',
  AWARD_IS_LESS:
    'The group asked for {askedPence}, and this is less. Choose “award less”, so that the group agrees budget and targets anew.',
  AWARD_NOT_LESS: 'The group asked for {askedPence}, and this is not less. Enter a smaller sum, or choose “award”.',
  CONDITIONS_MISSING: 'You have not said on which conditions. Add at least one, or choose “award”.',
  CONDITIONS_UNWANTED: 'Conditions belong to an award with conditions. Choose that, or take them out.',
  CRITERION_UNKNOWN:
    'This is not something that this application is judged by. Choose one of the criteria of its pot when it was sent.',
  SCORE_OVER_TOP: 'The highest score for this is {topScore}. Give that or less.',
  CONDITION_WORDING_MISSING: 'This condition does not say what must be done. Write it.',
} as const satisfies Readonly<Record<string, string>>;
