"""Tables of the LKE: instruments as versioned data, assessments, their flow."""
