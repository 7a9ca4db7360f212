// What the page takes from uPlot. The build writes lib/uplot.js from this line, and lib/uplot.css beside it.
export { default } from 'uplot';
