/** How a file of a recording is told from others; recording-file.ts has all of it. */

export const recordingFormat = 'heed-recording';
export const recordingVersion = 1;
/** The file name's ending. */
export const recordingExtension = '.heedrec';
export const mostRecordingBytes = 256 * 2 ** 20;
