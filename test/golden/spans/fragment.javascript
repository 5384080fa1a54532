 * the middle of a comment that isn't complete, it's cut
 * and goes on here with fooBar() in it
