/** A report on {@link content}: its one activity, and what was spent on its one line. */
export function aReport(spentPence: number, achieved = 12): object {
  return {
    outputs: [
      { activity: 0, target: 12, achieved, ...(achieved < 12 ? { comment: 'Two fell out in the snow.' } : {}) },
    ],
    whatChanged: 'Five people now run a business of their own.',
    spent: [{ line: 0, spentPence }],
    whatContinues: 'The group meets monthly by itself.',
    lessons: 'Evenings suit people better than Saturdays.',
  };
}
