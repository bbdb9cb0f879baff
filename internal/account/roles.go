package account

import "slices"

// Role is what somebody is at the office's front desk, and decides what they may do.
type Role string

// The six roles of a person, and the one of the program itself.
const (
	Officer    Role = "officer"
	Supervisor Role = "supervisor"
	Host       Role = "host"
	Complaint  Role = "complaint"
	Auditor    Role = "auditor"
	Admin      Role = "admin"

	System Role = "system" // jobs and the console; never given to an account
	Guest  Role = "guest"  // whoever stands at the guest door; never given to an account
)

// AllRoles are the roles that an account can hold, in the order people see them.
var AllRoles = Roles{Officer, Supervisor, Host, Complaint, Auditor, Admin}

// Roles is a set of roles.
type Roles []Role

// Has reports whether the set holds any of the given roles.
func (rs Roles) Has(any ...Role) bool {
	return slices.ContainsFunc(any, func(r Role) bool { return slices.Contains(rs, r) })
}

// Valid reports whether every role is one that an account can hold, once.
func (rs Roles) Valid() bool {
	seen := map[Role]bool{}
	for _, r := range rs {
		if !slices.Contains(AllRoles, r) || seen[r] {
			return false
		}
		seen[r] = true
	}
	return true
}

// Action is something a person may do that is no move of a visit. The moves
// have their own table in package visit.
type Action string

// The actions. Every route behind sign-in names one of these or a move.
const (
	SeeDesk      Action = "see-desk"      // today's visits, the card, scanning
	SeeHistory   Action = "see-history"   // earlier visits and their logs
	SeeInbox     Action = "see-inbox"     // a host's own visits
	Reveal       Action = "reveal"        // full document number or phone, with a reason
	PrintBadge   Action = "print-badge"   //
	TakePhoto    Action = "take-photo"    //
	SeePhoto     Action = "see-photo"     //
	EditOffice   Action = "edit-office"   // settings, units, persons, badges
	EditAccounts Action = "edit-accounts" //
	EditDevices  Action = "edit-devices"  // enrol and revoke
	SeeActs      Action = "see-acts"      // the audit log
	OwnPassword  Action = "own-password"  //
	OwnSessions  Action = "own-sessions"  // see and end one's own
	AnswerKiosk  Action = "answer-kiosk"  // a call from the lobby

	SeeComplaints    Action = "see-complaints"     // the inbox, the record, its paper; not those about one's own unit
	HandleComplaints Action = "handle-complaints"  // every move of an officer on a complaint
	RevealName       Action = "reveal-complainant" // the name behind a confidential complaint, with a reason
)

// matrix says which roles may do what. security.md 19: administrators run the
// settings, they do not read complaints and do not receive guests; auditors
// only read.
var matrix = map[Action]Roles{
	SeeDesk:      {Officer, Supervisor},
	SeeHistory:   {Officer, Supervisor, Auditor, Admin},
	SeeInbox:     {Host},
	Reveal:       {Officer, Supervisor},
	PrintBadge:   {Officer, Supervisor},
	TakePhoto:    {Officer, Supervisor},
	SeePhoto:     {Officer, Supervisor},
	EditOffice:   {Admin},
	EditAccounts: {Admin},
	EditDevices:  {Admin},
	SeeActs:      {Auditor, Admin},
	OwnPassword:  {Officer, Supervisor, Host, Complaint, Auditor, Admin},
	OwnSessions:  {Officer, Supervisor, Host, Complaint, Auditor, Admin},
	AnswerKiosk:  {Officer, Supervisor},

	SeeComplaints:    {Complaint},
	HandleComplaints: {Complaint},
	RevealName:       {Complaint},
}

// Can reports whether somebody with these roles may do the action.
func (rs Roles) Can(a Action) bool { return rs.Has(matrix[a]...) }

// Actions lists every action of the matrix with the roles that may do it.
func Actions() map[Action]Roles {
	out := map[Action]Roles{}
	for a, rs := range matrix {
		out[a] = slices.Clone(rs)
	}
	return out
}
