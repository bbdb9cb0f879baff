package office

// Keep says for how many days what identifies a guest is kept (domain.md 7). Zero
// means the standard.
type Keep struct {
	Photo  int `json:"photo,omitempty"`  // photos, from the day of the visit
	Unused int `json:"unused,omitempty"` // registrations that nobody came with
	Record int `json:"record,omitempty"` // names, numbers and texts of visits

	Complaint int `json:"complaint,omitempty"` // texts, names and files of complaints that are over, from the day they were filed
}

// The least and the most days. A photo is needed until a badge that did not come
// back is cleared up; a record as long as people may ask about it.
const (
	MinKeepPhoto, MaxKeepPhoto   = 7, 365
	MinKeepUnused, MaxKeepUnused = 1, 365
	MinKeepRecord, MaxKeepRecord = 90, 3650

	MinKeepComplaint, MaxKeepComplaint = 180, 3650
)

// Filled puts the standard where no number is set: photos for 90 days, unused
// registrations for 30, records and complaints for two years.
func (k Keep) Filled() Keep {
	if k.Photo == 0 {
		k.Photo = 90
	}
	if k.Unused == 0 {
		k.Unused = 30
	}
	if k.Record == 0 {
		k.Record = 730
	}
	if k.Complaint == 0 {
		k.Complaint = 730
	}
	return k
}
