const title = "Hello \"dear\" world, {name}!\nBye now.";
show('It is done', key('short'));
