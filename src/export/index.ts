export { copyPng, downloadBlob } from './deliver.ts';
export { possibleZoom, svgToPng, type PngSize } from './png.ts';
export { escapeXml, sceneToSvg, shapesToSvg } from './svg.ts';
export { scenePicture } from './thumbnail.ts';
