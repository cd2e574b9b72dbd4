import { listRow, locateRow, rowBytes, rowProducts } from '../../rows/lists';
import { columnBytes } from '../../rows/pack';
import { GROUP } from '../../rows/records';
import { Products } from '../records';

/**
 * The integer products of all samples of a data set with one another. They belong to no kernel function and to
 * no choice of samples, so all folds, candidates and pairs of a cross-validation share them.
 *
 * Samples lie class by class; a row holds the products with the row's own class and those after it. The others
 * are in those other samples' rows. (Half the memory: to touch it for the first time takes as long as to
 * compute what goes there.)
 */

/** Bytes of scratch that `multiply` needs. */
export function multiplyScratchBytes(features: u32): f64 {
  return <f64>rowBytes(features) * GROUP;
}

/** Computes the rows of `count` samples of a class, in columns first..first+count-1. */
export function multiply(address: usize, ownClass: i32, first: u32, count: u32, lists: usize): void {
  const products = changetype<Products>(address);
  for (let row: u32 = 0; row < count; row += GROUP) {
    multiplyGroup(products, ownClass, first + row, min(GROUP, count - row), lists);
  }
}

/** A class's packed samples stay in the cache for a few rows. */
function multiplyGroup(products: Products, ownClass: i32, first: u32, rows: u32, lists: usize): void {
  const features = products.features;
  const oneList = rowBytes(features);
  for (let row: u32 = 0; row < rows; row++) {
    const list = lists + <usize>row * oneList;
    const sample = load<u32>(products.order + (<usize>(first + row) << 2));
    listRow(products.source + <usize>sample * features, features, list);
  }
  for (let other = ownClass; other < products.classCount; other++) {
    const group = products.groups + (<usize>other << 3);
    const column = <usize>load<u32>(group);
    const width = load<u32>(group, 4);
    const packed = products.packed + column * columnBytes(features);
    for (let row: u32 = 0; row < rows; row++) {
      const list = lists + <usize>row * oneList;
      locateRow(list, features, width);
      const out = <usize>load<u32>(products.rows + (<usize>(first + row) << 2)) + (column << 2);
      rowProducts(list, features, packed, width, out);
    }
  }
}
