"""Pages about money: statements of those who are paid, what a brand owes, and the jackpot meter."""
