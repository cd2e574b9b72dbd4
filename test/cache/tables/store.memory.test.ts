import { memoryStore } from '../../../cache/tables/memory-store.js';
import { describeStore } from '../store-contract.js';

describeStore('in memory', memoryStore);
