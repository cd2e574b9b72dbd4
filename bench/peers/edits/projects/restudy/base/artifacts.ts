import { artifactType } from 'restudy';

export const numbers = artifactType<readonly number[]>('numbers');
export const sum = artifactType<number>('sum');
