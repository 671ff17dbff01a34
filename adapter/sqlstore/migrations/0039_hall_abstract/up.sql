-- the words of a listing hold the abstract of its right too: written again at the next start
update hall_listings set words = '';
