/** Texts of the drawing surface and of the open map's notices. */
export const canvasEn = {
  'canvas.label': 'Map of the customer',
};
