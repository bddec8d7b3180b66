/** The DOM id of what a run gave, which takes the focus when somebody ran by a key. */
export const RESULT_ID = 'run-result';
