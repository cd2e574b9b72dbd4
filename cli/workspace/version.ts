declare const RESTUDY_VERSION: string | undefined;

/** The version of Restudy; from the sources it has none. */
export const version = typeof RESTUDY_VERSION === 'string' ? RESTUDY_VERSION : 'development';
