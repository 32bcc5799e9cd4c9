// Being written by the engineer of the page's core; this name is taken.
