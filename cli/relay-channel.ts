/** Set to `ipc` in the environment of a process that is to tell its parent of the run, over the channel that Node makes. */
export const RELAY = 'RESTUDY_RELAY';
