-- Select everything. Then stop.
SELECT 'it''s -- text' FROM t; /* done here */
