the end of a comment. */
int x = 1; /* next */
