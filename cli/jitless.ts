import * as z from 'zod';

// A command checks a few dozen values once: compiling a checker for each schema would take longer. Schemas look
// at this when they are made, so this is loaded before them.
z.config({ jitless: true });
