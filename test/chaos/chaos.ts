// The entry of `npm run chaos`: runs one campaign and hands over what it found.
export { runCampaign } from './campaign.ts'
