"""Who said and did what, who stands where and who has moved: from attributions to the record and its store."""
