export { copyPng, downloadBlob } from './deliver.ts';
export { svgToPng, type PngSize } from './png.ts';
export { sceneToSvg, shapesToSvg } from './svg.ts';
export { scenePicture } from './thumbnail.ts';
