export { copyPng, downloadBlob } from './clipboard.ts';
export { scenePicture } from './picture.ts';
export { pngSize, svgToPng } from './png.ts';
export { sceneToSvg, shapesToSvg } from './svg.ts';
