import { shifts } from './registry.ts';

shifts.push(0);
