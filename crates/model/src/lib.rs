//! Our nouns and their legal lifecycles, verdicts, and the traits Clock and Entropy.
