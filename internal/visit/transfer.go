package visit

import (
	"bukutamu/internal/account"
	"bukutamu/internal/office"
)

// Transfer passes a guest who is with one host on to another. meeting → waiting.
// The next host is asked afresh: what was asked and answered before counts no
// longer. The measured service time stays that of the first escort (domain.md 2);
// the desk's clock counts from the transfer, see Watch.
type Transfer struct {
	Unit   string `form:"unit" max:"40" json:"unit,omitempty"`
	Host   string `form:"host" max:"40" json:"host,omitempty"`
	Reason string `form:"reason" max:"300" json:"reason,omitempty"`
}

// Apply transfers.
func (m Transfer) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	f := &v.Facts
	if f.Outside() {
		return v, ErrOutside
	}
	unit, host, err := destination(o, m.Unit, m.Host)
	switch {
	case err != nil:
		return v, err
	case unit == "" || unit == f.Unit && host == f.Host:
		return v, ErrForward.At("host")
	}
	f.Unit, f.Host = unit, host
	f.State, f.PassedAt, f.Escort = Waiting, cut(s.At), Escorted{}
	return v, nil
}
