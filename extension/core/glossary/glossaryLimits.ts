/** Each language of a concept is translated into every other one: more would make a small file fill the memory. */
export const mostLanguages = 64;
