"""Everything about one licence, one period or one model in one file that can be checked offline, by anybody."""
