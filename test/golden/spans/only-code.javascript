const x = foo(bar);
if (x) { return; }
