//! Disputes: reconsideration, its side review, opinions and suggestions.
